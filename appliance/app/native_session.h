// A session with a machine for a native VNC viewer: signs in to the appliance, opens a port on this machine, and is the
// viewer's end of the sealed channel until one side leaves. Says on standard output how it goes.
#pragma once
#include <string>

#include "appliance/base/secret.h"
#include "appliance/connect/appliances.h"
#include "appliance/connect/portal_client.h"
#include "appliance/connect/trust.h"

namespace gatehouse::app {

struct NativeOrder {
  std::string address;  // of the machine
  connect::Place server;
  std::string organization, email;
  std::string reason;       // of the session; empty: none
  std::string listen;       // "127.0.0.1:5900"; empty: the first free port from there
  std::string viewer;       // a program to start; empty: none
  std::string new_key;      // the machine's, when it may have changed: its fingerprint
  std::string fingerprint;  // of the appliance's authority, 32 raw bytes; empty: not given
  bool password_stdin = false, token_stdin = false, relay_only = false;
};

// Waits until it is over, and gives the exit status: 0 when the person here ended it. Stopped by SIGINT, SIGTERM and
// SIGHUP. An error: it could not begin. `authority_pem`: of the appliance; empty: the one that the portal names. `shown`:
// the password, or the API token if that was ordered.
Result<int> run_native_session(const NativeOrder& order, connect::PortalClient& portal,
                               const connect::Appliances& known, std::string authority_pem,
                               const Secret& shown);

}  // namespace gatehouse::app
