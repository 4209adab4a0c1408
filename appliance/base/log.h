// Lines on standard error, as systemd's journal wants them: one event a line, no colours, no secrets.
#pragma once
#include <string_view>

namespace gatehouse::log {

enum class Level { debug, info, warning, error };

// Lines below this level are dropped. Set once at start.
void set_level(Level level);
// Any thread. Control characters in `message` are escaped, so that a peer's text can't forge a line.
void write(Level level, std::string_view component, std::string_view message);

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
