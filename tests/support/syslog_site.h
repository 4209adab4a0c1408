// A real syslog server (rsyslog) on this machine: UDP and TCP on one port, or TLS with a certificate of an authority of its own.
#pragma once
#include <memory>
#include <string>

#include "appliance/base/clock.h"
#include "appliance/base/files.h"
#include "appliance/net/certificates.h"
#include "tests/support/catch.h"
#include "tests/support/child_process.h"
#include "tests/support/free_port.h"
#include "tests/support/patience.h"
#include "tests/support/temporary_directory.h"

namespace gatehouse::test {

class SyslogSite {
 public:
  // `name`: what its certificate is for.
  explicit SyslogSite(bool tls, const std::string& name = "127.0.0.1") : port_(free_port()) {
    const std::int64_t now = SystemClock().unix_seconds();
    const auto authority = net::new_authority("Test syslog", now, 30);
    REQUIRE(authority);
    const auto own = net::issue_server(*authority, {name}, now, 30);
    REQUIRE(own);
    keep("authority.pem", authority->certificate_pem);
    keep("certificate.pem", own->certificate_pem);
    keep("key.pem", own->key_pem);
    const std::string port = "port=\"" + std::to_string(port_) + "\" address=\"127.0.0.1\")\n";
    std::string config = "global(workDirectory=\"" + directory_.path() + "\" maxMessageSize=\"64k\"";
    if (tls) {
      config += " defaultNetstreamDriver=\"ossl\" defaultNetstreamDriverCAFile=\"" + path("authority.pem") +
                "\" defaultNetstreamDriverCertFile=\"" + path("certificate.pem") +
                "\" defaultNetstreamDriverKeyFile=\"" + path("key.pem") + "\"";
    }
    config += ")\nmodule(load=\"imtcp\"";
    if (tls) config += " streamDriver.name=\"ossl\" streamDriver.mode=\"1\" streamDriver.authMode=\"anon\"";
    config += ")\ninput(type=\"imtcp\" " + port;
    if (!tls) config += "module(load=\"imudp\")\ninput(type=\"imudp\" " + port;
    config +=
        "template(name=\"line\" type=\"string\""
        " string=\"%syslogfacility%.%syslogseverity% %timereported:::date-rfc3339% %app-name% %msgid% "
        "%msg%\\n\")\n"
        "action(type=\"omfile\" file=\"" +
        path("log") + "\" template=\"line\")\n";
    keep("rsyslog.conf", config);
    start();
  }
  void start() {
    process_ = std::make_unique<ChildProcess>(
        std::vector<std::string>{"rsyslogd", "-n", "-f", path("rsyslog.conf"), "-i", path("pid")},
        std::vector<std::string>{"PATH=/usr/sbin:/usr/bin:/bin"});
  }
  void stop() { process_.reset(); }

  std::uint16_t port() const { return port_; }
  std::string path(const std::string& name) const { return directory_.path() + "/" + name; }
  std::string log() const {
    const auto text = read_file(path("log"), 8 << 20);
    return text ? *text : "";
  }

 private:
  void keep(const std::string& name, const std::string& content) const {
    REQUIRE(write_file_atomically(path(name), content, 0600));
  }

  TemporaryDirectory directory_;
  const std::uint16_t port_;
  std::unique_ptr<ChildProcess> process_;
};

}  // namespace gatehouse::test
