// The bodies of clipboard messages, both directions: ServerCutText with Latin-1 (RFC 6143 7.6.4) and the
// extended clipboard of rfbproto, of which only plain text is spoken.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "appliance/base/bytes.h"
#include "appliance/base/result.h"

namespace gatehouse::desktop::clipboard {

inline constexpr std::uint32_t kText = 1u << 0;
inline constexpr std::uint32_t kCaps = 1u << 24;
inline constexpr std::uint32_t kRequest = 1u << 25;
inline constexpr std::uint32_t kPeek = 1u << 26;
inline constexpr std::uint32_t kNotify = 1u << 27;
inline constexpr std::uint32_t kProvide = 1u << 28;

// Whole ServerCutText messages.
Bytes caps_message();
Bytes flags_message(std::uint32_t flags);
Bytes provide_message(const std::string& text);
// Characters outside Latin-1 become '?'.
Bytes latin1_message(const std::string& text);

// ClientCutText's Latin-1 as UTF-8, up to a NUL, with LF line ends.
std::string from_latin1(ByteView text);
// The zlib stream of a `provide` for text. Nothing when the text is longer than hw::kClipboardCap or not
// UTF-8; an error when the stream is not what it must be. Inflates no further than the cap.
Result<std::optional<std::string>> inflate_text(ByteView stream);

}  // namespace gatehouse::desktop::clipboard
