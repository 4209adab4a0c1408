import { Navigate, Outlet, useLocation } from 'react-router-dom';

import { LiveUpdates } from '../api/live';
import { useMeQuery } from '../api/queries';
import { ErrorState } from '../ui/States';
import { ConfirmIdentity } from './ConfirmIdentity';
import { CurrentUser } from './CurrentUser';
import { signInPath } from './returnPath';
import { Splash } from './Splash';

export function RequireLogin() {
  const me = useMeQuery();
  const location = useLocation();

  if (me.data) {
    return (
      <CurrentUser.Provider value={me.data}>
        <LiveUpdates>
          <Outlet />
          <ConfirmIdentity />
        </LiveUpdates>
      </CurrentUser.Provider>
    );
  }
  if (me.data === null) return <Navigate to={signInPath(location)} replace />;
  if (me.isError) return <ErrorState error={me.error} onRetry={() => void me.refetch()} />;
  return <Splash />;
}
