#include "appliance/window/paint.h"

#include <FL/Fl.H>
#include <FL/fl_draw.H>
#include <FL/x.H>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "appliance/base/text.h"

namespace gatehouse::window {
namespace {

double g_scale = 1;

constexpr double kTallest = 750;

constexpr std::string_view kMore = "\xe2\x80\xa6";

void use(const Style& style) {
  fl_font(style.bold ? FL_HELVETICA_BOLD : FL_HELVETICA, px(style.size));
  fl_color(style.color);
}

int width_of(std::string_view text) {
  return static_cast<int>(std::ceil(fl_width(text.data(), static_cast<int>(text.size()))));
}

// The longest beginning of whole characters that is at most `w` wide.
std::size_t fitting(std::string_view text, int w) {
  std::size_t fits = 0;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t next = at + 1;
    while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xc0) == 0x80) ++next;
    if (width_of(text.substr(0, next)) > w) break;
    at = fits = next;
  }
  return fits;
}

std::string cut(std::string_view text, int w) {
  if (width_of(text) <= w) return std::string(text);
  return std::string(text.substr(0, fitting(text, w - width_of(kMore)))) + std::string(kMore);
}

}  // namespace

void find_scale() {
  const char* told = XGetDefault(fl_display, "Xft", "dpi");
  const double dpi = told != nullptr ? std::atof(told) : 96;
  // The tallest question must have room.
  const double room = std::max(Fl::h() / kTallest, 0.75);
  g_scale = std::min(std::isfinite(dpi) ? std::clamp(dpi / 96, 1.0, 4.0) : 1, room);
}

int px(double units) {
  return static_cast<int>(std::lround(units * g_scale));
}

namespace color {
Fl_Color surface() {
  return fl_rgb_color(0xff, 0xff, 0xff);
}
Fl_Color raised() {
  return fl_rgb_color(0xf1, 0xf4, 0xf8);
}
Fl_Color text() {
  return fl_rgb_color(0x1b, 0x24, 0x30);
}
Fl_Color faint() {
  return fl_rgb_color(0x5b, 0x67, 0x78);
}
Fl_Color line() {
  return fl_rgb_color(0xc9, 0xd1, 0xdb);
}
Fl_Color accent() {
  return fl_rgb_color(0x1c, 0x6d, 0xd0);
}
Fl_Color accept() {
  return fl_rgb_color(0x1b, 0x7f, 0x4b);
}
Fl_Color danger() {
  return fl_rgb_color(0xc0, 0x2b, 0x2b);
}
Fl_Color warning() {
  return fl_rgb_color(0xff, 0xf1, 0xcc);
}
Fl_Color on_dark() {
  return fl_rgb_color(0xff, 0xff, 0xff);
}
}  // namespace color

void fill_round(Box box, int radius, Fl_Color fill, Fl_Color behind) {
  if (box.w <= 0 || box.h <= 0) return;
  uchar front[3], back[3];
  Fl::get_color(fill, front[0], front[1], front[2]);
  Fl::get_color(behind, back[0], back[1], back[2]);
  const double half_w = box.w / 2.0, half_h = box.h / 2.0;
  const double r = std::min({static_cast<double>(radius), half_w, half_h});
  std::vector<uchar> pixels(static_cast<std::size_t>(box.w) * static_cast<std::size_t>(box.h) * 3);
  uchar* at = pixels.data();
  for (int y = 0; y < box.h; ++y) {
    for (int x = 0; x < box.w; ++x) {
      // The distance to the shape's edge, negative inside, says how much of the pixel it covers.
      const double dx = std::max(std::abs(x + 0.5 - half_w) - (half_w - r), 0.0);
      const double dy = std::max(std::abs(y + 0.5 - half_h) - (half_h - r), 0.0);
      const double covered = std::clamp(0.5 - (std::hypot(dx, dy) - r), 0.0, 1.0);
      for (int i = 0; i < 3; ++i)
        *at++ = static_cast<uchar>(std::lround(back[i] + (front[i] - back[i]) * covered));
    }
  }
  fl_draw_image(pixels.data(), box.x, box.y, box.w, box.h);
}

int line_height(const Style& style) {
  return px(style.size * 1.4);
}

int text_width(std::string_view text, const Style& style) {
  use(style);
  return width_of(text);
}

int draw_line(std::string_view text, const Style& style, int x, int y, int w) {
  use(style);
  const std::string shown = cut(text, w);
  const int baseline = y + (line_height(style) + fl_height()) / 2 - fl_descent();
  fl_push_clip(x, y, w, line_height(style));
  fl_draw(shown.data(), static_cast<int>(shown.size()), x, baseline);
  fl_pop_clip();
  return width_of(shown);
}

void draw_centered(std::string_view text, const Style& style, Box box) {
  const int width = std::min(text_width(text, style), box.w);
  draw_line(text, style, box.x + (box.w - width) / 2, box.y + (box.h - line_height(style)) / 2, width);
}

std::vector<std::string> wrapped(std::string_view text, const Style& style, int w, std::size_t lines) {
  use(style);
  std::vector<std::string> out;
  while (!text.empty() && out.size() < lines) {
    if (width_of(text) <= w) {
      out.emplace_back(text);
      break;
    }
    if (out.size() + 1 == lines) {
      out.push_back(cut(text, w));
      break;
    }
    std::size_t end = std::max<std::size_t>(fitting(text, w), 1);
    const std::size_t space = text.substr(0, end + 1).rfind(' ');
    if (space != std::string_view::npos && space > 0) end = space;
    out.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  }
  return out;
}

std::string initials(std::string_view name) {
  std::vector<std::string> letters;
  for (const std::string& word : split(name, ' ')) {
    if (word.empty()) continue;
    std::size_t end = 1;
    while (end < word.size() && (static_cast<unsigned char>(word[end]) & 0xc0) == 0x80) ++end;
    letters.push_back(word.substr(0, end));
  }
  std::string out = letters.empty() ? "?" : letters.front();
  if (letters.size() > 1) out += letters.back();
  for (char& letter : out)
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
  return out;
}

void draw_badge(std::string_view name, std::string_view account, Box circle, Fl_Color behind) {
  static constexpr unsigned kColors[] = {0x1c6dd0, 0x7a3fb5, 0x0f7b7b, 0xb0441f,
                                         0x2d7a37, 0xa82e6a, 0x4a5a9a, 0x7a6410};
  unsigned hash = 2166136261u;
  for (const char letter : account) hash = (hash ^ static_cast<unsigned char>(letter)) * 16777619u;
  const unsigned rgb = kColors[hash % std::size(kColors)];
  fill_round(circle, circle.w / 2, fl_rgb_color(rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255), behind);
  const Style style{circle.h > px(40) ? 20.0 : 11.0, true, color::on_dark()};
  draw_centered(initials(name), style, circle);
}

}  // namespace gatehouse::window
