#include <unistd.h>

#include "appliance/agent/sound.h"
#include "appliance/base/files.h"
#include "appliance/base/text.h"
#include "hw/audio/pulse_source.h"

#include <pwd.h>

namespace gatehouse::agent {
namespace {

constexpr std::size_t kSeatCap = 65536;

std::string home_of(uid_t uid) {
  std::array<char, 16384> buffer;
  passwd entry{};
  passwd* found = nullptr;
  ::getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found);
  return found == nullptr || found->pw_dir == nullptr ? "" : found->pw_dir;
}

SoundPlace place_of(uid_t uid, bool own) {
  hw::PulsePlaces places = hw::pulse_places(uid, home_of(uid), own);
  SoundPlace place;
  place.start.sockets = std::move(places.sockets);
  place.start.cookies = std::move(places.cookies);
  return place;
}

}  // namespace

std::optional<uid_t> who_sits_here(const std::string& seats) {
  const auto seat = read_file(seats + "/seat0", kSeatCap);
  if (!seat) return std::nullopt;
  constexpr std::string_view kActive = "ACTIVE_UID=";
  for (const std::string& line : split(*seat, '\n')) {
    if (!line.starts_with(kActive)) continue;
    if (const auto uid = parse_integer(line.substr(kActive.size()), 0, INT32_MAX))
      return static_cast<uid_t>(*uid);
  }
  return std::nullopt;
}

Result<SoundPlace> sound_place(std::optional<uid_t> screen, std::optional<uid_t> seat,
                               const std::string& worker_user) {
  if (::geteuid() != 0) return place_of(::geteuid(), true);
  const uid_t whose = screen.value_or(0) != 0 ? *screen : seat.value_or(0);
  if (whose != 0) {
    SoundPlace place = place_of(whose, false);
    place.account = find_account(whose);
    if (!place.account) return Error{"whoever has the screen has no account"};
    return place;
  }
  const auto worker = find_account(worker_user);
  if (!worker || worker->uid == 0)
    return Error{"there is no account '" + worker_user + "' to record sound as"};
  SoundPlace place = place_of(0, true);
  place.start.uid = worker->uid;
  place.start.gid = worker->gid;
  return place;
}

}  // namespace gatehouse::agent
