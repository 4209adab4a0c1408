// Lines of text as a Linux console shows them: cut to its width, and without a byte that it would take for anything
// but text.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::window {

enum class Look : std::uint8_t { plain, strong, warning };

struct ConsoleLine {
  std::string text;
  Look look = Look::plain;

  bool operator==(const ConsoleLine&) const = default;
};

// How many cells the text takes; a wide character takes two. The text must be UTF-8.
std::size_t cells(std::string_view text);
// At most `width` cells of it, with an ellipsis where it was cut; `filled`: with spaces to exactly as many.
std::string cut(std::string_view text, std::size_t width);
std::string filled(std::string_view text, std::size_t width);
// At spaces, and anywhere in a word that is longer. More than `lines` of them are cut.
std::vector<std::string> wrapped_cells(std::string_view text, std::size_t width, std::size_t lines);

struct ConsoleSize {
  std::size_t columns = 80, rows = 25;
};

// What to write to a terminal of that size that shows `before` so that it shows `now`; `before` empty: whatever it shows.
// Characters that move the cursor or speak to the terminal are '?'.
std::string redrawn(const std::vector<ConsoleLine>& before, const std::vector<ConsoleLine>& now,
                    ConsoleSize size);

}  // namespace gatehouse::window
