#include "appliance/portal/live_calls.h"

#include <algorithm>
#include <set>
#include <utility>

#include "appliance/base/secret.h"
#include "appliance/policy/permissions.h"

namespace gatehouse::portal {

bool LiveCalls::room_for(db::LoginId login) const {
  const auto own =
      std::count_if(calls_.begin(), calls_.end(), [&](const auto& one) { return one.second.login == login; });
  return calls_.size() < room_ && static_cast<std::size_t>(own) < room_per_login_;
}

bool LiveCalls::has_room(db::LoginId login) const {
  const std::lock_guard lock(mutex_);
  return room_for(login);
}

bool LiveCalls::reserve(const db::Session& session, db::LoginId login, SteadyTime now) {
  const std::lock_guard lock(mutex_);
  if (!room_for(login)) return false;
  calls_.insert_or_assign(session.id,
                          Call{session, login, Stage::reserved, now + kReservation, {}, {}, {}, {}});
  return true;
}

void LiveCalls::set_ticket(db::SessionId session, std::string ticket, View view, SteadyTime until) {
  const std::lock_guard lock(mutex_);
  const auto found = calls_.find(session);
  if (found == calls_.end()) return;
  found->second.ticket = std::move(ticket);
  found->second.view = std::move(view);
  found->second.good_until = std::min(found->second.good_until, until);
}

std::optional<std::string> LiveCalls::use(db::SessionId session, db::LoginId login, SteadyTime now) {
  const std::lock_guard lock(mutex_);
  const auto found = calls_.find(session);
  if (found == calls_.end()) return std::nullopt;
  Call& call = found->second;
  if (call.stage != Stage::reserved || call.login != login || now >= call.good_until) return std::nullopt;
  call.stage = Stage::upgrading;
  call.good_until = now + kReservation;
  return std::move(call.ticket);
}

template <class Permitted>
std::optional<LiveCalls::Call> LiveCalls::claim_if(db::SessionId session, SteadyTime now,
                                                   Permitted permitted) {
  const std::lock_guard lock(mutex_);
  const auto found = calls_.find(session);
  if (found == calls_.end()) return std::nullopt;
  Call& call = found->second;
  if (call.stage != Stage::reserved || call.view.key.empty() || now >= call.good_until) return std::nullopt;
  if (!permitted(call)) return std::nullopt;
  call.stage = Stage::live;
  call.view.key.clear();
  Call claimed = call;
  call.ticket.clear();
  return claimed;
}

std::optional<LiveCalls::Call> LiveCalls::claim(db::SessionId session, std::string_view view_key,
                                                std::string_view origin, SteadyTime now) {
  return claim_if(session, now, [&](const Call& call) {
    return origin == call.view.origin && equal_in_constant_time(view_key, call.view.key);
  });
}

std::optional<LiveCalls::Call> LiveCalls::claim_direct(db::SessionId session, db::ClientId client,
                                                       SteadyTime now) {
  return claim_if(session, now, [&](const Call& call) {
    return call.view.origin.empty() && call.session.client == client;
  });
}

std::optional<db::OrganizationId> LiveCalls::set_encoder(db::SessionId session, db::ClientId client,
                                                         const std::string& encoder) {
  const std::lock_guard lock(mutex_);
  const auto found = calls_.find(session);
  if (found == calls_.end()) return std::nullopt;
  Call& call = found->second;
  if (call.stage != Stage::live || call.session.client != client) return std::nullopt;
  if (std::exchange(call.encoder, encoder) == encoder) return std::nullopt;
  return call.session.organization;
}

bool LiveCalls::set_grant(db::SessionId session, db::ClientId client, std::uint32_t permissions,
                          const std::string& profile) {
  const std::lock_guard lock(mutex_);
  const auto found = calls_.find(session);
  if (found == calls_.end()) return false;
  db::Session& known = found->second.session;
  if (found->second.stage != Stage::live || known.client != client) return false;
  const auto granted = known.granted.value_or(0) | (permissions & known.permissions);
  const bool names_profile = known.profile.empty() && !profile.empty();
  if (known.granted == granted && !names_profile) return false;
  known.granted = granted;
  if (names_profile) known.profile = profile;
  return true;
}

bool LiveCalls::set_elevated(db::SessionId session, db::ClientId client, bool on) {
  const std::lock_guard lock(mutex_);
  const auto found = calls_.find(session);
  if (found == calls_.end()) return false;
  Call& call = found->second;
  if (call.stage != Stage::live || call.session.client != client || call.elevated == on) return false;
  const auto offered = policy::Permissions::from_bits(call.session.permissions);
  if (on && !offered.has(policy::Permission::elevation)) return false;
  if (!on && call.elevations >= kMostElevations) return false;  // it counts as elevated to its end
  call.elevations += on ? 1 : 0;
  call.elevated = on;
  call.session.elevated = call.session.elevated || on;
  return true;
}

std::optional<db::Session> LiveCalls::note_elevated(db::SessionId session, bool on) {
  const std::lock_guard lock(mutex_);
  const auto found = calls_.find(session);
  if (found == calls_.end()) return std::nullopt;
  if (std::exchange(found->second.elevation_noted, on) == on) return std::nullopt;
  return found->second.session;
}

std::vector<std::string> LiveCalls::encoders_of(db::ClientId client) const {
  const std::lock_guard lock(mutex_);
  std::set<std::string> encoders;
  for (const auto& [session, call] : calls_) {
    if (call.session.client == client && !call.encoder.empty()) encoders.insert(call.encoder);
  }
  return {encoders.begin(), encoders.end()};
}

bool LiveCalls::go_live(db::SessionId session) {
  const std::lock_guard lock(mutex_);
  const auto found = calls_.find(session);
  if (found == calls_.end() || found->second.stage != Stage::upgrading) return false;
  found->second.stage = Stage::live;
  return true;
}

LiveCalls::Closed LiveCalls::close(db::SessionId session, wire::CloseReason reason) {
  const std::lock_guard lock(mutex_);
  const auto found = calls_.find(session);
  if (found == calls_.end()) return Closed::not_here;
  if (found->second.stage == Stage::live) {
    if (!found->second.closing) found->second.closing = reason;
    return Closed::hang_up;
  }
  calls_.erase(found);
  return Closed::taken_out;
}

void LiveCalls::forget(db::SessionId session) {
  const std::lock_guard lock(mutex_);
  calls_.erase(session);
}

std::optional<LiveCalls::Call> LiveCalls::find(db::SessionId session) const {
  const std::lock_guard lock(mutex_);
  const auto found = calls_.find(session);
  if (found == calls_.end()) return {};
  return found->second;
}

template <class Predicate>
std::vector<LiveCalls::Call> LiveCalls::where(Predicate predicate) const {
  const std::lock_guard lock(mutex_);
  std::vector<Call> found;
  for (const auto& [session, call] : calls_) {
    if (predicate(call)) found.push_back(call);
  }
  return found;
}

std::vector<LiveCalls::Call> LiveCalls::of_login(db::LoginId login) const {
  return where([&](const Call& call) { return call.login == login; });
}

std::vector<LiveCalls::Call> LiveCalls::all() const {
  return where([](const Call&) { return true; });
}

std::vector<LiveCalls::Call> LiveCalls::take_overdue(SteadyTime now) {
  const std::lock_guard lock(mutex_);
  std::vector<Call> taken;
  std::erase_if(calls_, [&](const auto& one) {
    if (one.second.stage == Stage::live || now < one.second.good_until) return false;
    taken.push_back(one.second);
    return true;
  });
  return taken;
}

}  // namespace gatehouse::portal
