// The way to a syslog server. One thread, which waits.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "appliance/base/result.h"
#include "appliance/policy/syslog_target.h"

namespace gatehouse::syslog {

class Channel {
 public:
  virtual ~Channel() = default;
  // After an error the channel is of no use.
  virtual Result<void> send(std::string_view message) = 0;
  // As far as can be told: syslog servers confirm nothing.
  virtual bool alive() = 0;
};

// `authority_file`: of `tls`, the only authority to trust; empty: those of this system. `stopping` ends waiting soon, except for the name of a `udp` server, which
// is looked up by the system.
Result<std::unique_ptr<Channel>> open_channel(const policy::SyslogTarget& target,
                                              const std::string& authority_file,
                                              const std::function<bool()>& stopping);

}  // namespace gatehouse::syslog
