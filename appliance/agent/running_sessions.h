// The sessions of this machine, as the consent desk reaches them. Loop thread.
#pragma once
#include <algorithm>
#include <map>
#include <memory>
#include <vector>

#include "appliance/agent/consent_desk.h"
#include "appliance/agent/session.h"

namespace gatehouse::agent {

class RunningSessions final : public ConsentDesk::Needs {
 public:
  RunningSessions(DesktopHost& desktop, Controls& controls) : desktop_(desktop), controls_(controls) {}

  Session& add(std::uint64_t call, std::unique_ptr<Session> session) {
    session->hold_input(held_);
    return *(sessions_[call] = std::move(session));
  }
  // Nothing: it is over.
  Session* find(std::uint64_t call) const {
    const auto found = sessions_.find(call);
    return found == sessions_.end() ? nullptr : found->second.get();
  }
  const std::map<std::uint64_t, std::unique_ptr<Session>>& by_call() const { return sessions_; }
  std::size_t size() const { return sessions_.size(); }
  // Whose viewers see the screen.
  std::size_t open() const {
    return static_cast<std::size_t>(std::ranges::count_if(
        sessions_, [](const auto& one) { return one.second->opened_with().has_value(); }));
  }
  // Of this account's, those that nobody has let in yet.
  std::size_t waiting(std::int64_t account) const {
    return static_cast<std::size_t>(std::ranges::count_if(sessions_, [account](const auto& one) {
      return one.second->visitor().who.id == account && !one.second->opened_with();
    }));
  }
  // One that ends is no longer among them.
  std::vector<Session*> all() const {
    std::vector<Session*> sessions;
    for (const auto& [call, session] : sessions_) sessions.push_back(session.get());
    return sessions;
  }
  // As it goes it leaves the consent desk, which may have something to say to the others.
  void remove(std::uint64_t call) { const auto gone = sessions_.extract(call); }
  void clear() {
    const auto gone = std::move(sessions_);
    sessions_.clear();
  }

  // ConsentDesk::Needs
  void choose(std::uint64_t call, policy::Permissions chosen) override {
    if (Session* session = find(call)) session->choose(chosen);
  }
  void end(std::uint64_t call, wire::CloseReason reason) override {
    if (Session* session = find(call)) session->end(reason);
  }
  void hold_input(bool held) override {
    held_ = held;
    for (Session* session : all()) session->hold_input(held);
  }
  bool will_show(const std::string& display) override { return desktop_.will_show(display); }
  void person_there(std::uint64_t call, bool there) override {
    if (Session* session = find(call)) session->person_there(there);
  }
  void say(std::uint64_t call, const std::string& words) override {
    if (Session* session = find(call)) session->say(words);
  }
  void give_controls(std::uint64_t call) override { controls_.give(call); }

 private:
  DesktopHost& desktop_;
  Controls& controls_;
  std::map<std::uint64_t, std::unique_ptr<Session>> sessions_;
  bool held_ = false;
};

}  // namespace gatehouse::agent
