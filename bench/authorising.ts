import { type AuthoriserName, authorisers, type BuiltBundle } from './bundles.ts';
import { type ColdStart, measureColdStarts } from './cold.ts';
import { DYNAMODB_LATENCY_MS } from './cost.ts';
import { createQuestionEvent, createSpacedQuestions } from './create-question.ts';
import { startDynamoDBStub } from './dynamodb-stub.ts';
import { createLambdaEnv } from './lambda-env.ts';
import { comparePair, type HookTime, runBlock, startChild, type WarmComparison } from './warm.ts';

/** Compared with our authoriser in processes that have answered thousands. `rawReads` is the lower bound. */
export const authoriserPeers = ['rawReads', 'documentRead', 'handSignedRead'] as const;
export type AuthoriserPeer = (typeof authoriserPeers)[number];

/** The measurements of answers whether somebody may publish. */
export interface AuthorisingTimes {
  readonly cold: Readonly<Record<AuthoriserName, readonly ColdStart[]>>;
  /** Questions of which each takes a read. */
  readonly warm: Readonly<Record<AuthoriserPeer, WarmComparison>>;
  /** Questions, one after the other, that need no read. */
  readonly remembered: HookTime;
  /** Questions, one after the other, of which each takes a read that DynamoDB answers after `DYNAMODB_LATENCY_MS`. */
  readonly serial: HookTime;
}

export interface AuthorisingOptions {
  readonly starts: number;
  readonly rounds: number;
  readonly warmUpBlocks: number;
  readonly questionsPerBlock: number;
}

type Bundles = Readonly<Record<AuthoriserName | AuthoriserPeer, BuiltBundle>>;

/** Measures our authoriser beside its peers, as `measureColdStarts` and `measureWarm` measure the receiver. */
export async function measureAuthorising(
  node: string,
  bundles: Bundles,
  env: Readonly<Record<string, string>>,
  options: AuthorisingOptions,
): Promise<AuthorisingTimes> {
  const questions = createSpacedQuestions(options.questionsPerBlock);
  const createEvent = () => createQuestionEvent(0);
  const cold = await measureColdStarts(node, env, { bundles, names: authorisers, createEvent, rounds: options.starts });
  const warm: [AuthoriserPeer, WarmComparison][] = [];
  for (const peer of authoriserPeers) {
    const pair = [bundles.authoriser, bundles[peer]] as const;
    warm.push([peer, await comparePair(node, pair, env, questions, options)]);
  }
  const fresh = questions.map((_, n) => createQuestionEvent(n));
  const remembered = await measureSerial(node, bundles.authoriser, env, fresh);
  const slowStub = await startDynamoDBStub(DYNAMODB_LATENCY_MS);
  const serial = await measureSerial(node, bundles.authoriser, createLambdaEnv(slowStub), questions);
  slowStub.close();
  return { cold, warm: Object.fromEntries(warm) as AuthorisingTimes['warm'], remembered, serial }; // it has a key for each peer
}

/** Returns the time per question of a process that answers the same ones for the second time. */
async function measureSerial(
  node: string,
  { file }: BuiltBundle,
  env: Readonly<Record<string, string>>,
  questions: readonly object[],
): Promise<HookTime> {
  const child = startChild(node, file, env);
  try {
    await runBlock(child, questions, questions.length);
    return await runBlock(child, 'again', questions.length);
  } finally {
    child.kill();
  }
}
