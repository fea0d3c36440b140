/** The names of the errors for a rule, a bus or a queue that does not exist. */
const MISSING = ['ResourceNotFoundException', 'QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'];

/** Returns whether AWS answered that a rule, a bus or a queue does not exist. */
export const isMissing = (error: unknown): boolean => error instanceof Error && MISSING.includes(error.name);
