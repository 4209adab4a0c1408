import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useLocation, useNavigationType, useSearchParams } from 'react-router-dom';

import { useCurrentUser } from '../app/CurrentUser';
import { keepChoice, lastChoice, restored } from './lastChoice';

interface Searched {
  search?: string; // only of what can be searched
}

export interface ChoiceForm<Choice extends Searched> {
  // An address may hold anything; what is no choice counts as not chosen.
  read: (params: URLSearchParams) => Choice;
  // Only what differs from the whole list.
  write: (choice: Choice) => URLSearchParams;
}

// The choice that the page's address holds. What is typed gets there when one pauses; `typed` is what the field shows.
// `isOld`: it is what somebody chose when they were here before.
export function useChoice<Choice extends Searched>({ read, write }: ChoiceForm<Choice>) {
  const [address, setParams] = useSearchParams();
  const [old, isOld, accept] = useOldChoice(address);
  const params = useMemo(() => (old === '' ? address : new URLSearchParams(old)), [old, address]);
  const choice = read(params);
  const searched = choice.search ?? '';
  useEffect(() => {
    if (old !== '') setParams(write(read(new URLSearchParams(old))), { replace: true });
  }, [old]);
  const change = (chosen: Partial<Choice>) => {
    accept();
    setParams((now) => write({ ...read(now), ...chosen }), { replace: true });
  };

  const [typed, setTyped] = useState(searched);
  const [settled] = useDebouncedValue(typed, 200);
  const written = useRef(searched);
  useEffect(() => {
    if (settled === written.current) return;
    written.current = settled;
    change({ search: settled } as Partial<Choice>);
  }, [settled]); // only a pause in typing writes
  useEffect(() => {
    if (searched === written.current) return;
    written.current = searched; // somebody followed a link, or went back
    setTyped(searched);
  }, [searched]);

  return { choice, change, typed, setTyped, isOld };
}

// What was chosen last, '' once the address says it too; and whether nothing else was chosen since.
function useOldChoice(address: URLSearchParams): [string, boolean, () => void] {
  const { user } = useCurrentUser();
  const { pathname } = useLocation();
  const way = useNavigationType();
  const [begun] = useState(() => restored(lastChoice(user.id, pathname), address, way));
  const [old, setOld] = useState(begun);
  const [isOld, setIsOld] = useState(begun !== '');
  const now = address.toString();
  useEffect(() => {
    if (old !== '' && now === '') return; // on its way
    setOld('');
    if (now === '') setIsOld(false);
    keepChoice(user.id, pathname, now);
  }, [now]);
  return [old, isOld, () => setIsOld(false)];
}
