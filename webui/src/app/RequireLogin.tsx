import { useEffect, useState } from 'react';
import { Navigate, Outlet, useLocation } from 'react-router-dom';

import { LiveUpdates } from '../api/live';
import { useMeQuery } from '../api/queries';
import { forgetTraces } from '../ui/memory';
import { ErrorState } from '../ui/States';
import { ConfirmIdentity } from './ConfirmIdentity';
import { CurrentUser } from './CurrentUser';
import { MustSetUpFactor } from './MustSetUpFactor';
import { signInPath } from './returnPath';
import { Splash } from './Splash';

export function RequireLogin() {
  const me = useMeQuery();
  const location = useLocation();

  // The recovery codes are still to be seen when the factor is there.
  const [settingUp, setSettingUp] = useState(false);

  const nobody = me.data === null;
  useEffect(() => {
    if (nobody) forgetTraces();
  }, [nobody]);

  if (me.data) {
    if (me.data.second_factor_missing || settingUp) {
      return (
        <CurrentUser.Provider value={me.data}>
          <MustSetUpFactor onBegun={() => setSettingUp(true)} onDone={() => setSettingUp(false)} />
        </CurrentUser.Provider>
      );
    }
    return (
      <CurrentUser.Provider value={me.data}>
        <LiveUpdates>
          <Outlet />
          <ConfirmIdentity />
        </LiveUpdates>
      </CurrentUser.Provider>
    );
  }
  if (nobody) return <Navigate to={signInPath(location)} replace />;
  if (me.isError) return <ErrorState error={me.error} onRetry={() => void me.refetch()} />;
  return <Splash />;
}
