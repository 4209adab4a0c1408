// The portal's REST calls that a native viewer needs (openapi.json), over a login of its own or by an API token. Calls wait
// for the network. What the portal answers is checked like any peer's words.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "appliance/base/result.h"
#include "appliance/base/secret.h"
#include "appliance/connect/relay_choice.h"
#include "appliance/fetch/fetch.h"
#include "appliance/seal/keys.h"
#include "appliance/wire/direct_address.h"

namespace gatehouse::connect {

struct Connection {
  std::uint64_t session = 0, device = 0;
  std::string machine_name;  // printable
  seal::PublicKey device_key{};
  std::string ticket;
  std::string view_key;               // 16 bytes
  std::string authority_fingerprint;  // 32 raw bytes; of the link's certificate
  std::vector<RelayOffer> relays;
  std::optional<std::chrono::microseconds> appliance_from_machine;
  std::string authorities_pem;              // to know the appliance by from now on; empty: it does not say
  std::vector<wire::DirectAddress> direct;  // where the machine may be reached without the appliance
};

class PortalClient {
 public:
  // `server`: HOST:PORT. `authority_pem`: the only authority to trust; empty: those of this system.
  PortalClient(std::string server, std::string authority_pem);
  // Signs out, if it is signed in: everything that the login opened ends.
  ~PortalClient();
  PortalClient(const PortalClient&) = delete;
  PortalClient& operator=(const PortalClient&) = delete;

  // Is there an appliance that we trust? False: something is there, and nobody we trust vouches for it.
  Result<bool> reach();
  // From now on asks by this API token, in place of a login. Error: this is none.
  Result<void> use_token(const Secret& token);
  enum class LogIn { done, wants_code };
  Result<LogIn> log_in(const std::string& organization, const std::string& email, const Secret& password);
  // The second step, when log_in() wants it. False: the code is not right, and another may be tried.
  Result<bool> show_code(const Secret& code);
  // A session with the machine of this ID or alias, for a link. `reason`: why; empty: not said.
  Result<Connection> connect(const std::string& address, const seal::PublicKey& viewer_key,
                             const std::string& reason);
  void log_out();

 private:
  std::variant<fetch::Answer, fetch::Failure> call(const std::string& method, const std::string& path,
                                                   std::string_view body = {});
  // The answer's body if its status is good, else what the portal says is wrong; `code`: its stable name.
  Result<std::string> ask(const std::string& path, std::string_view body, std::string* code = nullptr);
  Result<void> begin_login(const std::string& me);

  const std::string server_, origin_, authority_pem_;
  Secret cookie_, csrf_token_, authorization_;
};

}  // namespace gatehouse::connect
