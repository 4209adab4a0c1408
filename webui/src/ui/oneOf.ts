// The word of a list that was named, or `otherwise` when it names none.
export const oneOf = <Word extends string>(words: readonly Word[], word: string | null, otherwise: Word): Word =>
  words.find((one) => one === word) ?? otherwise;
