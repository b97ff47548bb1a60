/** A locale that is named and is not UTF-8; where none is named, as in most containers, the terminal takes UTF-8. */
export const localeIsNotUtf8 = (variable: (name: string) => string | undefined): boolean => {
  const locale = variable("LC_ALL") ?? variable("LC_CTYPE") ?? variable("LANG")
  return locale !== undefined && !/utf-?8/i.test(locale)
}
