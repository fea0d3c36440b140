import { z } from 'zod';

/** The answer of a service to a post. */
export interface ServiceAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** A service that takes posts, as its documentation says. */
export interface Service {
  /** The texts that its channel shows, in the order of their arrival. */
  readonly shown: string[];
  readonly receive: (body: string) => ServiceAnswer;
}

const MAX_BLOCKS_CHARS = 13_000;

/**
 * Slack's limits: 50 blocks in a message, 3 000 characters in the text of a section (Block Kit, reference of blocks), 4 000 in
 * the text (chat.postMessage), and in all blocks those above which users saw refusals (slackapi/bolt-js, issue 2509).
 */
const slackMessage = z.object({
  text: z.string().min(1).max(4_000),
  blocks: z
    .array(
      z.discriminatedUnion('type', [
        z.object({
          type: z.literal('section'),
          text: z.object({ type: z.literal('plain_text'), text: z.string().max(3_000), emoji: z.boolean() }),
        }),
        z.object({
          type: z.literal('context'),
          elements: z.array(z.object({ type: z.literal('mrkdwn'), text: z.string() })).max(10),
        }),
      ]),
    )
    .max(50)
    .refine((blocks) => blocks.reduce((sum, block) => sum + charsOf(block), 0) <= MAX_BLOCKS_CHARS),
  unfurl_links: z.boolean(),
  unfurl_media: z.boolean(),
});

function charsOf(block: { text: { text: string } } | { elements: readonly { text: string }[] }): number {
  return 'text' in block ? block.text.text.length : block.elements.reduce((sum, { text }) => sum + text.length, 0);
}

/** A Workflow of Teams takes an array `attachments` of Adaptive Cards (Microsoft Learn, Create incoming webhooks). */
const teamsMessage = z.object({
  type: z.literal('message'),
  attachments: z.array(
    z.object({
      contentType: z.literal('application/vnd.microsoft.card.adaptive'),
      content: z.object({
        type: z.literal('AdaptiveCard'),
        version: z.string(),
        body: z.array(
          z.object({ type: z.literal('RichTextBlock'), inlines: z.array(z.object({ text: z.string() })).length(1) }),
        ),
      }),
    }),
  ),
});

/** Discord's limit: 2 000 characters (Webhook Resource, Execute Webhook). */
const discordMessage = z.object({
  content: z.string().min(1).max(2_000),
  allowed_mentions: z.object({ parse: z.array(z.string()) }),
  flags: z.number(),
});

/** An incoming webhook of Slack: answers `ok`, or `invalid_payload` with 400. */
export const createSlack = (): Service =>
  createService(
    slackMessage,
    ({ blocks }) => blocks.flatMap((block) => (block.type === 'section' ? [block.text.text] : [])),
    { status: 200, contentType: 'text/html', body: 'ok' },
    { status: 400, contentType: 'text/html', body: 'invalid_payload' },
  );

/** A Workflow of Teams: answers 202 before it has posted the cards. */
export const createTeams = (): Service =>
  createService(
    teamsMessage,
    ({ attachments }) =>
      attachments.flatMap(({ content }) => content.body.flatMap(({ inlines }) => inlines.map(({ text }) => text))),
    { status: 202, contentType: 'text/plain', body: '' },
    { status: 400, contentType: 'application/json', body: '{"error":{"code":"TriggerInputSchemaMismatch"}}' },
  );

/** A webhook of Discord: answers 204, or 50035 (Invalid Form Body) with 400. */
export const createDiscord = (): Service =>
  createService(
    discordMessage,
    ({ content }) => content.split('\n'),
    { status: 204, contentType: 'text/plain', body: '' },
    { status: 400, contentType: 'application/json', body: '{"code":50035,"message":"Invalid Form Body"}' },
  );

function createService<T>(
  schema: z.ZodType<T>,
  textsOf: (message: T) => string[],
  accepted: ServiceAnswer,
  refused: ServiceAnswer,
): Service {
  const shown: string[] = [];
  const receive = (body: string): ServiceAnswer => {
    const { success, data } = schema.safeParse(JSON.parse(body));
    if (!success) return refused;
    shown.push(...textsOf(data));
    return accepted;
  };
  return { shown, receive };
}
