// Unattended access: a viewer who knows a profile's password, and the code of the second factor where there is one, comes in
// with nobody asked. Meanwhile the person is asked as ever, where there is one, and whoever is quicker decides; a person who
// says no has the last word. Loop thread.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "appliance/agent/by_profile.h"
#include "appliance/agent/password_check.h"
#include "appliance/base/log.h"
#include "appliance/wire/session.h"

namespace gatehouse::agent {

class Unattended final : public Admission {
 public:
  // `put` asks a viewer who waits. The book and `attended` outlive it. `directory`: of the agent.
  Unattended(net::EventLoop& loop, ProfileBook& book, ByProfile& attended, std::string directory,
             std::function<void(std::uint64_t call, const wire::Ask&)> put);

  void ask(const Visitor& visitor, std::function<void(Verdict)> answer) override;
  void answered(std::uint64_t call, std::string_view answer) override;
  void left(std::uint64_t call) override;

 private:
  struct Guest {
    Visitor visitor;
    std::function<void(Verdict)> answer;
    std::string profile;                 // whose password was right; empty: none was, yet
    std::string hash;                    // of that password
    bool checking = false;               // an answer
    net::EventLoop::HandlePtr deadline;  // when nobody else ends the waiting
  };

  void attended_said(std::uint64_t call, Verdict verdict);
  void checked(std::uint64_t call, const PasswordVerdict& verdict);
  void come_in(std::uint64_t call);
  void put_again(std::uint64_t call, bool refused, std::int64_t wait);
  void finish(std::uint64_t call, Verdict verdict);
  PasswordThread& passwords();

  net::EventLoop& loop_;
  ProfileBook& book_;
  ByProfile& attended_;
  const std::string directory_;
  const std::function<void(std::uint64_t, const wire::Ask&)> put_;
  std::map<std::uint64_t, Guest> guests_;
  log::LineLimit wrong_;
  std::unique_ptr<PasswordThread> passwords_;                         // from the first password on
  const std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // answers may come late
};

}  // namespace gatehouse::agent
