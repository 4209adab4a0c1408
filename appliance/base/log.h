// Lines on standard error, as systemd's journal wants them: one event a line, no colours, no secrets.
#pragma once
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string_view>

#include "appliance/base/clock.h"

namespace gatehouse::log {

enum class Level { debug, info, warning, error };

// Lines below this level are dropped. Set once at start.
void set_level(Level level);
// Any thread. Control characters in `message` are escaped, so that a peer's text can't forge a line.
void write(Level level, std::string_view component, std::string_view message);

// How often a line may be written that strangers can cause at will: so many at once, then one each `every`.
// Any thread.
class LineLimit {
 public:
  explicit LineLimit(int burst = 20, std::chrono::milliseconds every = std::chrono::seconds(3))
      : burst_(burst), every_(every), left_(burst) {}

  // How many were left out since the last one that was let through. Nothing: this one is left out, too.
  std::optional<std::uint64_t> take(SteadyTime now);

 private:
  const int burst_;
  const std::chrono::milliseconds every_;
  std::mutex mutex_;  // guards what follows
  int left_;
  SteadyTime filled_at_{};
  std::uint64_t left_out_ = 0;
};
// As write(), unless there were too many; a line after such a gap says how many are missing.
void write(Level level, std::string_view component, std::string_view message, LineLimit& limit);

inline void debug(std::string_view component, std::string_view message) {
  write(Level::debug, component, message);
}
inline void info(std::string_view component, std::string_view message) {
  write(Level::info, component, message);
}
inline void warning(std::string_view component, std::string_view message) {
  write(Level::warning, component, message);
}
inline void error(std::string_view component, std::string_view message) {
  write(Level::error, component, message);
}

}  // namespace gatehouse::log
