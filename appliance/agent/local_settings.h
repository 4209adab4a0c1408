// The settings of a machine on its own page: who they are that may change them, and which page a request is for (settings_pages.h).
// It needs an administrator of the machine, as PAM knows them. Pages work without a script. No sockets; loop thread.
//
//   GET  /settings                     the sign-in form, or the first category
//   POST /settings/sign-in, /sign-out  name and password, of which nothing is kept
//   GET, POST /settings/CATEGORY       settings_categories(); a hidden one is not there at all
//   POST /settings/restart             the agent starts anew, with the settings as they are now
#pragma once
#include <sys/types.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "appliance/agent/administrator_check.h"
#include "appliance/agent/settings_pages.h"
#include "appliance/agent/settings_visits.h"
#include "appliance/base/secret.h"
#include "appliance/net/request_head.h"

namespace gatehouse::agent {

class LocalSettings {
 public:
  class Needs {
   public:
    virtual ~Needs() = default;
    // On another thread, and its answer on the loop. False: something else is at work there.
    virtual bool later(std::function<Said()> work, std::function<void(Said)> done) = 0;
    virtual void restart() = 0;
  };

  // `account`: of the agent, when it is not root, who then is its administrator.
  LocalSettings(SettingsWorld world, AdministratorCheck& check, Needs& needs, std::string account);

  static bool is_for(std::string_view target) {
    return target == "/settings" || target.starts_with("/settings/");
  }
  // Are there any, or are all hidden?
  bool are_shown() const;

  // To one whole request that read_request_head has found good; `host` as in LocalPage. `browser`: the account that sent it.
  // `say` is called once, at once or later, with the whole answer.
  void answer(std::string_view request, const net::RequestHead& head, const std::string& host,
              std::optional<uid_t> browser, std::function<void(std::string)> say);

 private:
  using Say = std::function<void(std::string)>;
  struct Asked {
    std::string target, host, head_text;
    std::optional<uid_t> browser;
  };

  Visit* find_visit(const std::string& cookie, std::optional<uid_t> browser);
  std::string sign_in_page(const std::string& name, const std::string& problem) const;
  void sign_in(const Asked& asked, const local_http::Form& form, Say say);
  std::string show(const SettingsCategory& category, const DeskNow& desk, Visit& visit);
  std::string broken(const std::string& words) const;
  void post(const Asked& asked, const local_http::Form& form, Visit& visit, const DeskNow& desk, Say say);
  std::string restart(const Visit& visit);

  SettingsWorld world_;
  AdministratorCheck& check_;
  Needs& needs_;
  const std::string account_;
  Visits visits_;
  const std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // for answers that come later
};

}  // namespace gatehouse::agent
