const ownPath = /^\/(?![/\\])[^\\\s]{0,4000}$/

/** A path of this product to go back to; anything else leads home, never to another site. */
export const ownPathOf = (text: FormDataEntryValue | null): string =>
  typeof text === 'string' && ownPath.test(text) ? text : '/'
