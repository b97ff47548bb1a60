import * as Order from "effect/Order"

/** Moves the surrogates (characters above U+FFFF) behind U+E000…U+FFFF, where their code points are. */
const rank = (unit: number): number => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800)

/**
 * Order by code point, which is the order of the UTF-8 bytes: the same on every machine and in every language we
 * exchange hashes with. JavaScript's own `<` compares UTF-16 units and puts U+1F600 before U+FF5E.
 */
export const codePointOrder: Order.Order<string> = Order.make((left, right) => {
  const shared = Math.min(left.length, right.length)
  for (let index = 0; index < shared; index++) {
    const difference = rank(left.charCodeAt(index)) - rank(right.charCodeAt(index))
    if (difference !== 0) return difference < 0 ? -1 : 1
  }
  return left.length === right.length ? 0 : left.length < right.length ? -1 : 1
})
