#include "appliance/agent/attempts.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "appliance/base/files.h"
#include "appliance/base/log.h"

namespace gatehouse::agent {

using nlohmann::json;

namespace {
constexpr std::size_t kFileCap = 256 * 1024;
}

Attempts::Attempts(std::string directory, const char* file) : path_(std::move(directory) + "/" + file) {
  read();
}

Result<std::int64_t> Attempts::begin(const std::string& viewer, std::int64_t now) {
  if (const std::int64_t left = wait(viewer, now); left > 0) return left;
  if (!viewers_.contains(viewer)) make_room();
  Entry& entry = viewers_[viewer];
  count(entry, kOfViewer, now);
  count(machine_, kOfMachine, now);
  if (auto ok = write(); !ok) return ok.error();
  return std::int64_t{0};
}

std::int64_t Attempts::wait(const std::string& viewer, std::int64_t now) const {
  const auto known = viewers_.find(viewer);
  if (known == viewers_.end()) return wait_of(machine_, kOfMachine, now);
  const std::int64_t own = wait_of(known->second, kOfViewer, now);
  return known->second.came_in ? own : std::max(wait_of(machine_, kOfMachine, now), own);
}

void Attempts::came_in(const std::string& viewer, int tries, std::int64_t now) {
  if (!viewers_.contains(viewer)) make_room();
  viewers_[viewer].came_in = true;
  forgive(viewers_[viewer], kOfViewer, tries, now);
  forgive(machine_, kOfMachine, tries, now);
  if (auto ok = write(); !ok) log::warning("agent", ok.error().message);
}

std::int64_t Attempts::wait_of(const Entry& entry, const Rule& rule, std::int64_t now) {
  const std::int64_t left = entry.blocked_until - now;
  // Longer than any delay: the clock was set back since.
  return left > rule.longest_delay ? 0 : std::max<std::int64_t>(left, 0);
}

void Attempts::forget(Entry& entry, const Rule& rule, std::int64_t now) {
  const std::int64_t passed = (now - entry.counted_at) / rule.forgotten_after;
  if (now < entry.counted_at) entry.counted_at = now;
  if (passed <= 0) return;
  entry.failures = passed >= entry.failures ? 0 : entry.failures - static_cast<int>(passed);
  entry.counted_at += passed * rule.forgotten_after;
}

void Attempts::count(Entry& entry, const Rule& rule, std::int64_t now) {
  forget(entry, rule, now);
  if (entry.failures == 0) entry.counted_at = now;
  ++entry.failures;
  if (entry.failures < rule.free) return;
  const int doublings = std::min(entry.failures - rule.free, 20);
  entry.blocked_until = now + std::min(rule.first_delay << doublings, rule.longest_delay);
}

// The tries that were right; who knows one password has not guessed the others.
void Attempts::forgive(Entry& entry, const Rule& rule, int tries, std::int64_t now) {
  forget(entry, rule, now);
  entry.failures = std::max(0, entry.failures - tries);
  entry.blocked_until = 0;
}

void Attempts::make_room() {
  if (viewers_.size() < kMost) return;
  viewers_.erase(std::ranges::min_element(viewers_, {}, [](const auto& one) {
    return std::pair(one.second.came_in, std::max(one.second.counted_at, one.second.blocked_until));
  }));
}

void Attempts::read() {
  if (!file_exists(path_)) return;
  const auto text = read_file(path_, kFileCap);
  const json whole = text ? json::parse(*text, nullptr, false) : json();
  const auto entry = [](const json& one) -> std::optional<Entry> {
    for (const char* key : {"failures", "counted_at", "blocked_until"}) {
      if (!one.is_object() || !one.contains(key) || !one[key].is_number_integer()) return std::nullopt;
    }
    return Entry{static_cast<int>(std::clamp<std::int64_t>(one["failures"].get<std::int64_t>(), 0, 1000)),
                 one["counted_at"].get<std::int64_t>(), one["blocked_until"].get<std::int64_t>(),
                 one.contains("came_in") && one["came_in"] == true};
  };
  const auto machine =
      whole.is_object() && whole.contains("machine") ? entry(whole["machine"]) : std::nullopt;
  if (!machine) {
    // Whoever could spoil it could as well remove it.
    log::warning("agent", path_ + " can't be read; wrong passwords are counted anew");
    return;
  }
  machine_ = *machine;
  if (!whole.contains("viewers") || !whole["viewers"].is_object()) return;
  for (const auto& [viewer, one] : whole["viewers"].items()) {
    if (const auto known = entry(one); known && viewers_.size() < kMost) viewers_[viewer] = *known;
  }
}

Result<void> Attempts::write() const {
  const auto view = [](const Entry& entry) {
    return json{{"failures", entry.failures},
                {"counted_at", entry.counted_at},
                {"blocked_until", entry.blocked_until},
                {"came_in", entry.came_in}};
  };
  json viewers = json::object();
  for (const auto& [viewer, entry] : viewers_) viewers[viewer] = view(entry);
  const json whole = {{"machine", view(machine_)}, {"viewers", viewers}};
  return write_file_atomically(path_, whole.dump(1, ' ', false, json::error_handler_t::replace) + "\n", 0600);
}

}  // namespace gatehouse::agent
