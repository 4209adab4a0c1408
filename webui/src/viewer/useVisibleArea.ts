import { useEffect, type RefObject } from 'react';

// Keeps an element that covers the page above the on-screen keyboard, which lies over the page without making it smaller.
export function useVisibleArea(element: RefObject<HTMLElement>, isOn: boolean): void {
  useEffect(() => {
    const area = window.visualViewport;
    const style = element.current?.style;
    if (!isOn || !area || !style) return undefined;
    const follow = () => {
      style.setProperty('top', `${area.offsetTop}px`);
      style.setProperty('height', `${area.height}px`);
    };
    follow();
    area.addEventListener('resize', follow);
    area.addEventListener('scroll', follow);
    return () => {
      area.removeEventListener('resize', follow);
      area.removeEventListener('scroll', follow);
      style.removeProperty('top');
      style.removeProperty('height');
    };
  }, [element, isOn]);
}
