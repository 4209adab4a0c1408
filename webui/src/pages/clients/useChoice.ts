import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router-dom';

import { type Choice, readChoice, writeChoice } from './filter';

// The choice that the page's address holds. What is typed gets there when one pauses; `typed` is what the field shows.
export function useChoice() {
  const [params, setParams] = useSearchParams();
  const choice = readChoice(params);
  const change = (chosen: Partial<Choice>) =>
    setParams((now) => writeChoice({ ...readChoice(now), ...chosen }), { replace: true });

  const [typed, setTyped] = useState(choice.search);
  const [settled] = useDebouncedValue(typed, 200);
  const written = useRef(choice.search);
  useEffect(() => {
    if (settled === written.current) return;
    written.current = settled;
    change({ search: settled });
  }, [settled]); // only a pause in typing writes
  useEffect(() => {
    if (choice.search === written.current) return;
    written.current = choice.search; // somebody followed a link, or went back
    setTyped(choice.search);
  }, [choice.search]);

  return { choice, change, typed, setTyped };
}
