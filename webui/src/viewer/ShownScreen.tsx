import { useClient } from '../api/queries';
import type { Machine } from '../api/client';
import { screenKind, screenWords } from '../ui/screen';

// Whether one looks at the real screen or at another one, as the machine says since it opened it; nothing: not known yet.
export function ShownScreen({ machine, className }: { machine: Machine; className: string | undefined }) {
  const { data } = useClient(machine.id);
  const kind = screenKind((data ?? machine).capture);
  const words = kind && screenWords[kind];
  return words && <span className={className} title={words.long}>{words.short}</span>;
}
