import type { z } from 'zod';
import type { ApiRoutes } from '../lambda/reading/api-schema/api-routes.ts';

/** A path of the read API. */
export type ApiPath = keyof ApiRoutes;

/** The parameters of a path. */
export type Query<P extends ApiPath> = z.input<z.ZodObject<ApiRoutes[P]['parameters']>>;

/** The body of an answer, as docs/openapi.json describes it. */
export type Answer<P extends ApiPath> = z.infer<ApiRoutes[P]['answer']>;

/** A path of a list that has pages. */
export type PagePath = { [P in ApiPath]: Answer<P> extends { cursor: string | null } ? P : never }[ApiPath];

/** The query, which may be left out where no parameter is required. */
export type QueryArguments<P extends ApiPath> =
  Record<never, never> extends Query<P> ? [query?: Query<P>] : [query: Query<P>];
