import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router-dom';

export interface ChoiceForm<Choice extends { search: string }> {
  // An address may hold anything; what is no choice counts as not chosen.
  read: (params: URLSearchParams) => Choice;
  // Only what differs from the whole list.
  write: (choice: Choice) => URLSearchParams;
}

// The choice that the page's address holds. What is typed gets there when one pauses; `typed` is what the field shows.
export function useChoice<Choice extends { search: string }>({ read, write }: ChoiceForm<Choice>) {
  const [params, setParams] = useSearchParams();
  const choice = read(params);
  const change = (chosen: Partial<Choice>) => setParams((now) => write({ ...read(now), ...chosen }), { replace: true });

  const [typed, setTyped] = useState(choice.search);
  const [settled] = useDebouncedValue(typed, 200);
  const written = useRef(choice.search);
  useEffect(() => {
    if (settled === written.current) return;
    written.current = settled;
    change({ search: settled } as Partial<Choice>);
  }, [settled]); // only a pause in typing writes
  useEffect(() => {
    if (choice.search === written.current) return;
    written.current = choice.search; // somebody followed a link, or went back
    setTyped(choice.search);
  }, [choice.search]);

  return { choice, change, typed, setTyped };
}
