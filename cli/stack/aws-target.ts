/** The AWS profile and region named on the command line; without them those of the environment count. */
export interface AwsTarget {
  readonly profile?: string;
  readonly region?: string;
}

/**
 * Writes the target into the environment, where both the SDK and the CDK CLI read it. AWS_DEFAULT_REGION counts as the
 * region too: both CLIs accept it, the SDK does not.
 */
export function applyAwsTarget({ profile, region }: AwsTarget = {}, env = process.env): void {
  if (profile !== undefined) env.AWS_PROFILE = profile;
  const effectiveRegion = region ?? (env.AWS_REGION || env.AWS_DEFAULT_REGION);
  if (effectiveRegion) env.AWS_REGION = effectiveRegion;
  else delete env.AWS_REGION; // the SDK would take an empty one for a region
}
