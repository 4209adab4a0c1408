import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react';

import { messageFor } from '../api/problem';
import { isField, isInDialog } from '../app/shortcuts';
import { type Said, Toast } from './Toast';
import classes from './Toasts.module.css';
import { words } from './words';

// Brings back what was there before, exactly.
export type Undo = () => Promise<unknown>;

interface Tell {
  // With a way back, that is offered for a while.
  done(text: string, undo?: Undo): void;
  failed(error: unknown): void;
}

const TellContext = createContext<Tell>({ done: () => undefined, failed: () => undefined });

// Short messages after something was done, read out by screen readers.
export function Toasts({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Said[]>([]);
  const nextId = useRef(0);

  const remove = useCallback((id: number) => setToasts((all) => all.filter((toast) => toast.id !== id)), []);
  const add = useCallback((said: Omit<Said, 'id'>) => {
    const id = nextId.current++;
    setToasts((all) => [...all.slice(-2), { ...said, id }]);
  }, []);
  const [tell] = useState<Tell>(() => ({
    done: (text, undo) => add({ text, bad: false, undo: undo && (() => void takeBack(undo)) }),
    failed: (error) => add({ text: messageFor(error), bad: true }),
  }));
  const takeBack = async (undo: Undo) => {
    try {
      await undo();
      tell.done(words.undone);
    } catch (error) {
      tell.failed(error);
    }
  };
  useUndoKey(toasts, remove);

  return (
    <TellContext.Provider value={tell}>
      {children}
      <div className={classes.region} role="status" aria-live="polite">
        {toasts.map((toast) => (
          <Toast key={toast.id} said={toast} onGone={remove} />
        ))}
      </div>
    </TellContext.Provider>
  );
}

// Ctrl-Z takes back what was done last, as long as that is offered. In a field it is the field's.
function useUndoKey(toasts: readonly Said[], remove: (id: number) => void) {
  const latest = [...toasts].reverse().find(({ undo }) => undo);
  useEffect(() => {
    if (!latest) return undefined;
    const press = (event: KeyboardEvent) => {
      const { key, ctrlKey, metaKey, altKey, shiftKey, repeat } = event;
      if (key.toLowerCase() !== 'z' || ctrlKey === metaKey || altKey || shiftKey || repeat) return;
      if (isField(document.activeElement) || isInDialog()) return;
      event.preventDefault();
      remove(latest.id);
      latest.undo?.();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [latest, remove]);
}

export function useTell(): Tell {
  return useContext(TellContext);
}
