import { focusUnlessElsewhere } from './focusUnlessElsewhere';

// For what may go away while it has the focus: a keyboard's place on the page would go with it. Give it to useEffect as the
// way to leave.
export function leaveFocusAtHeading() {
  focusUnlessElsewhere(document.querySelector('main h1'));
}
