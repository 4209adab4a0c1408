#include "appliance/window/console_text.h"

#include <algorithm>

#include "appliance/base/text.h"

namespace gatehouse::window {
namespace {

constexpr std::string_view kEllipsis = "...";  // the font that a PC starts with has no other

struct Character {
  std::string_view bytes;
  char32_t point = 0;
};

// The first one of a text that is UTF-8 and not empty.
Character first_of(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t size = std::min<std::size_t>(lead < 0x80   ? 1
                                                 : lead < 0xe0 ? 2
                                                 : lead < 0xf0 ? 3
                                                               : 4,
                                                 text.size());
  char32_t point = size == 1 ? lead : lead & (0xffu >> (size + 1));
  for (std::size_t at = 1; at < size; ++at)
    point = point << 6 | (static_cast<unsigned char>(text[at]) & 0x3f);
  return {text.substr(0, size), point};
}

// As the kernel's console has it (drivers/tty/vt/vt.c, is_double_width()), and the emoji that newer ones count as wide.
bool is_wide(char32_t point) {
  static constexpr struct {
    char32_t first, last;
  } kWide[] = {{0x1100, 0x115f},   {0x2329, 0x232a},  {0x2e80, 0x303e},   {0x3040, 0xa4cf},
               {0xac00, 0xd7a3},   {0xf900, 0xfaff},  {0xfe10, 0xfe19},   {0xfe30, 0xfe6f},
               {0xff00, 0xff60},   {0xffe0, 0xffe6},  {0x1f300, 0x1f64f}, {0x1f900, 0x1f9ff},
               {0x20000, 0x2fffd}, {0x30000, 0x3fffd}};
  return std::ranges::any_of(kWide,
                             [point](auto range) { return point >= range.first && point <= range.last; });
}

std::size_t cells_of(const Character& character) {
  return is_wide(character.point) ? 2 : 1;
}

bool is_control(char32_t point) {
  return point < 0x20 || (point >= 0x7f && point < 0xa0);
}

// How many bytes of the text fit.
std::size_t fitting(std::string_view text, std::size_t width) {
  std::size_t taken = 0, at = 0;
  while (at < text.size()) {
    const Character next = first_of(text.substr(at));
    if (taken + cells_of(next) > width) break;
    taken += cells_of(next);
    at += next.bytes.size();
  }
  return at;
}

std::string without_controls(std::string_view text) {
  std::string out;
  if (!is_utf8(text)) return "?";
  while (!text.empty()) {
    const Character next = first_of(text);
    if (is_control(next.point)) {
      out += '?';
    } else {
      out += next.bytes;
    }
    text.remove_prefix(next.bytes.size());
  }
  return out;
}

std::string_view on(Look look) {
  switch (look) {
    case Look::plain:
      break;
    case Look::strong:
      return "\033[1m";
    case Look::warning:
      return "\033[7m";
  }
  return "";
}

}  // namespace

std::size_t cells(std::string_view text) {
  std::size_t taken = 0;
  while (!text.empty()) {
    const Character next = first_of(text);
    taken += cells_of(next);
    text.remove_prefix(next.bytes.size());
  }
  return taken;
}

std::string cut(std::string_view text, std::size_t width) {
  if (fitting(text, width) == text.size()) return std::string(text);
  const std::string_view dots = kEllipsis.substr(0, width);
  return std::string(text.substr(0, fitting(text, width - dots.size()))).append(dots);
}

std::string filled(std::string_view text, std::size_t width) {
  std::string line = cut(text, width);
  line.append(width - cells(line), ' ');
  return line;
}

std::vector<std::string> wrapped_cells(std::string_view text, std::size_t width, std::size_t lines) {
  std::vector<std::string> out;
  text = trimmed(text);
  while (!text.empty() && out.size() < lines) {
    std::size_t end = fitting(text, std::max<std::size_t>(width, 2));
    if (end < text.size()) {
      if (out.size() + 1 == lines) {
        out.push_back(cut(text, width));
        break;
      }
      const std::size_t space = text.substr(0, end + 1).rfind(' ');
      if (space != std::string_view::npos && space > 0) end = space;
    }
    out.emplace_back(trimmed(text.substr(0, end)));
    text = trimmed(text.substr(end));
  }
  return out;
}

std::string redrawn(const std::vector<ConsoleLine>& before, const std::vector<ConsoleLine>& now,
                    ConsoleSize size) {
  // No line runs on into the next, and no cursor is seen. Seen again when the terminal went dark for lack of keys.
  std::string out = before.empty() ? "\033[?7l\033[?25l\033[13]\033[0m\033[H\033[2J" : "";
  const std::size_t rows = std::min(std::max(before.size(), now.size()), size.rows);
  for (std::size_t row = 0; row < rows; ++row) {
    const ConsoleLine line = row < now.size() ? now[row] : ConsoleLine{};
    if (row < before.size() && before[row] == line) continue;
    // Emptied first: behind a full line the cursor stands on its last character.
    out += "\033[" + std::to_string(row + 1) + ";1H\033[2K";
    out += on(line.look);
    out += without_controls(cut(line.text, size.columns));
    out += "\033[0m";
  }
  return out;
}

}  // namespace gatehouse::window
