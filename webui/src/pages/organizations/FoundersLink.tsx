import type { NewOrganization } from '../../api/organizations';
import { LinkToHandOver } from '../../ui/LinkToHandOver';
import { words } from './words';

export function FoundersLink({ made, onDone }: { made: NewOrganization; onDone: () => void }) {
  return (
    <LinkToHandOver made={made} once={words.once} onDone={onDone}>
      {words.handOver(made.organization.id)}
    </LinkToHandOver>
  );
}
