/** The names under which AWS says that somebody may not do something. */
const names = ['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation'];

export const isForbidden = (error: unknown): boolean => error instanceof Error && names.includes(error.name);
