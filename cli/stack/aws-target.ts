/** Which credentials and region a person named; what is not named is as the environment has it. */
export interface AwsTarget {
  readonly profile?: string;
  readonly region?: string;
}

/**
 * Puts them into the environment, where the SDK and the CDK CLI both find them. AWS_DEFAULT_REGION counts as the region
 * too: the two CLIs take it, the SDK alone does not.
 */
export function applyAwsTarget({ profile, region }: AwsTarget = {}, env = process.env): void {
  if (profile !== undefined) env.AWS_PROFILE = profile;
  const effectiveRegion = region ?? (env.AWS_REGION || env.AWS_DEFAULT_REGION);
  if (effectiveRegion) env.AWS_REGION = effectiveRegion;
  else delete env.AWS_REGION; // an empty one would count as a name
}
