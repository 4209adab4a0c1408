// A real SMTP server on this machine, with a certificate of an authority of its own.
#pragma once
#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "appliance/base/clock.h"
#include "appliance/base/files.h"
#include "appliance/net/certificates.h"
#include "tests/support/catch.h"
#include "tests/support/child_process.h"
#include "tests/support/patience.h"
#include "tests/support/temporary_directory.h"

namespace gatehouse::test {

class SmtpSite {
 public:
  enum class Tls { none, starttls, implicit };  // it takes no message without it
  // `name`: what its certificate is for.
  explicit SmtpSite(Tls tls = Tls::starttls, const std::string& name = "127.0.0.1") : tls_(tls) {
    const std::int64_t now = SystemClock().unix_seconds();
    const auto authority = net::new_authority("Test mail", now, 30);
    REQUIRE(authority);
    const auto own = net::issue_server(*authority, {name}, now, 30);
    REQUIRE(own);
    keep("authority.pem", authority->certificate_pem);
    keep("certificate.pem", own->certificate_pem);
    keep("key.pem", own->key_pem);
    std::filesystem::create_directory(mailbox());
    start();
  }
  void start() {
    std::vector<std::string> argv = {"/usr/bin/python3", GATEHOUSE_SMTP_SERVER, mailbox(),
                                     std::to_string(port_)};
    if (tls_ != Tls::none) argv.insert(argv.end(), {path("certificate.pem"), path("key.pem")});
    if (tls_ == Tls::implicit) argv.emplace_back("implicit");
    process_ = std::make_unique<ChildProcess>(argv);
    const auto said = process_->wait_for("smtp ", kSoon);
    INFO(process_->output());
    REQUIRE(said);
    port_ = std::stoi(*said);
  }
  void stop() { process_.reset(); }

  int port() const { return port_; }
  std::string authority() const { return path("authority.pem"); }
  std::string path(const std::string& name) const { return directory_.path() + "/" + name; }
  void keep(const std::string& name, const std::string& content) const {
    REQUIRE(write_file_atomically(path(name), content, 0600));
  }

  // What has come, in the order in which it came: a line with the envelope, then the message.
  std::vector<std::string> messages() const {
    std::vector<std::string> names, out;
    for (const auto& entry : std::filesystem::directory_iterator(mailbox())) names.push_back(entry.path());
    std::ranges::sort(names);
    for (const std::string& name : names) {
      const auto text = read_file(name, 1 << 20);
      if (!name.ends_with(".part") && text) out.push_back(*text);
    }
    return out;
  }

 private:
  std::string mailbox() const { return path("mailbox"); }

  TemporaryDirectory directory_;
  const Tls tls_;
  int port_ = 0;
  std::unique_ptr<ChildProcess> process_;
};

}  // namespace gatehouse::test
