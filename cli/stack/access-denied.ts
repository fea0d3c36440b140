/** The names under which AWS says that somebody may not do something. */
const ACCESS_DENIED = ['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation'];

export const isAccessDenied = (error: unknown): boolean => error instanceof Error && ACCESS_DENIED.includes(error.name);
