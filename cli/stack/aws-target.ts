/** Which credentials and region a person named; what is not named is as the environment has it. */
export interface Named {
  readonly profile?: string;
  readonly region?: string;
}

/**
 * Puts them into the environment, where the SDK and the CDK CLI both find them. AWS_DEFAULT_REGION counts as the region
 * too: the two CLIs take it, the SDK alone does not.
 */
export function settleEnvironment({ profile, region }: Named = {}, env = process.env): void {
  if (profile !== undefined) env.AWS_PROFILE = profile;
  const meant = region ?? (env.AWS_REGION || env.AWS_DEFAULT_REGION);
  if (meant) env.AWS_REGION = meant;
  else delete env.AWS_REGION; // an empty one would count as a name
}
