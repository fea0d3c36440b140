import { answerAsker } from './asking/answer-asker.ts';

/** The asker's Lambda, in a VPC: the sweeper invokes it for servers that only that network can reach. */
export const handler = answerAsker;
