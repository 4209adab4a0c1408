// A button can't be pressed while what it asked for is on its way, and loses the focus by that; so does what goes away. Then
// the keyboard goes on at `element`; a focus that is somewhere stays there.
export function focusUnlessElsewhere(element: Element | null | undefined) {
  if (document.activeElement === document.body && element instanceof HTMLElement) element.focus();
}
