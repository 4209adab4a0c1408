import { createContext, useContext, useEffect, useRef } from 'react';

// How many things wait for somebody, for the tab of the browser.
export const Waiting = createContext(0);

let firstPage = true;

// Names the page in the tab, and after a change of page moves the focus to its heading, so that keyboards start there and
// screen readers say where one is. Give the result to the <h1>, with tabIndex -1.
export function usePageTitle(title: string) {
  const heading = useRef<HTMLHeadingElement>(null);

  const waiting = useContext(Waiting);

  useEffect(() => {
    document.title = `${waiting > 0 ? `(${waiting}) ` : ''}${title} · Gatehouse`;
  }, [title, waiting]);

  useEffect(() => {
    const hasFocus = heading.current?.closest('main')?.contains(document.activeElement); // a field that begins with it
    if (!firstPage && !hasFocus) heading.current?.focus({ preventScroll: true });
    firstPage = false;
  }, []);

  return heading;
}
