import { CloseButton } from '@mantine/core';
import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from 'react';

import { messageFor } from '../api/problem';
import classes from './Toasts.module.css';
import { words } from './words';

interface Toast {
  id: number;
  text: string;
  bad: boolean;
}

interface Tell {
  done(text: string): void;
  failed(error: unknown): void;
}

const TellContext = createContext<Tell>({ done: () => undefined, failed: () => undefined });

// Short messages after something was done, read out by screen readers.
export function Toasts({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([]);
  const nextId = useRef(0);

  const remove = useCallback((id: number) => setToasts((all) => all.filter((toast) => toast.id !== id)), []);
  const add = useCallback(
    (text: string, bad: boolean) => {
      const id = nextId.current++;
      setToasts((all) => [...all.slice(-2), { id, text, bad }]);
      setTimeout(() => remove(id), bad ? 12_000 : 6_000);
    },
    [remove],
  );
  const [tell] = useState<Tell>(() => ({
    done: (text) => add(text, false),
    failed: (error) => add(messageFor(error), true),
  }));

  return (
    <TellContext.Provider value={tell}>
      {children}
      <div className={classes.region} role="status" aria-live="polite">
        {toasts.map((toast) => (
          <div key={toast.id} className={`${classes.toast} ${toast.bad ? classes.bad : ''}`}>
            <span>{toast.text}</span>
            <CloseButton variant="transparent" aria-label={words.dismiss} onClick={() => remove(toast.id)} />
          </div>
        ))}
      </div>
    </TellContext.Provider>
  );
}

export function useTell(): Tell {
  return useContext(TellContext);
}
