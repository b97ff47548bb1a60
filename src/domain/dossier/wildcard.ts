/** What one element of a pattern accepts: any run of items, or one item that passes a test. */
export type Element<Item> = "any-run" | ((item: Item) => boolean)

/**
 * Whether the elements accept the items from first to last. After a mismatch it goes back to the latest run only,
 * which is enough, so it takes at most elements × items steps: no input makes it slow.
 */
export const accepts = <Item>(elements: ReadonlyArray<Element<Item>>, items: ReadonlyArray<Item>): boolean => {
  let element = 0
  let run: { readonly element: number; item: number } | null = null
  let item = 0
  for (;;) {
    const current = elements[element]
    const candidate = items[item]
    if (current === "any-run") {
      run = { element, item }
      element += 1
    } else if (current !== undefined && candidate !== undefined && current(candidate)) {
      element += 1
      item += 1
    } else if (current === undefined && item === items.length) {
      return true
    } else if (run === null || run.item >= items.length) {
      return false
    } else {
      run.item += 1
      element = run.element + 1
      item = run.item
    }
  }
}
