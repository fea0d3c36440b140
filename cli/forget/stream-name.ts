/** The name of a stream. */
export interface StreamName {
  readonly app: string;
  readonly id: string;
}
