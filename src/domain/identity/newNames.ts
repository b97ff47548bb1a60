/** What each name from before the identity cutover is called since. */
export const newNames: Readonly<Record<string, string>> = {
  feature_slug: "mission_slug",
  feature_number: "mission_number",
  feature_type: "mission_type",
  mission_key: "mission_type",
  mission: "mission_type"
}
