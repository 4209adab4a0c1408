import { useRevokeTokenOf, useTokensOf } from '../../api/apiTokens';
import type { User } from '../../api/client';
import { TokenTable } from '../../rights/TokenTable';
import { tokenWords as words } from '../../rights/tokenWords';
import { Card } from '../../ui/Card';
import { Listing } from '../../ui/Listing';
import { listOf } from '../../ui/pages';
import classes from './users.module.css';

// What programs use in this user's name.
export function UserTokens({ user, mayChange }: { user: User; mayChange: boolean }) {
  const query = useTokensOf(user.id);
  const revoke = useRevokeTokenOf(user.id);
  const { rows, more } = listOf(query);
  return (
    <Card title={words.title} flush className={classes.wide}>
      <Listing query={query} rows={rows} empty={<p className={classes.underTitle}>{words.noneOfTheirs}</p>}>
        <TokenTable label={words.title} rows={rows} more={more} revoke={mayChange ? revoke : undefined} />
      </Listing>
    </Card>
  );
}
