#include "appliance/window/tray_menu.h"

#include <FL/Fl.H>
#include <FL/fl_draw.H>

#include <algorithm>

#include "appliance/window/placement.h"

namespace gatehouse::window {
namespace {

constexpr int kLeast = 220, kMost = 420, kInset = 14, kRow = 32, kGap = 5, kBetween = 24;

Style style_of(const TrayRow& row) {
  return {row.strong ? 15.0 : 13.0, row.strong, row.chosen ? color::text() : color::faint()};
}

Style hint_style() {
  return {12, false, color::faint()};
}

}  // namespace

TrayMenu::TrayMenu(std::vector<TrayRow> rows, std::function<void()> closed)
    : Fl_Double_Window(px(kLeast), px(kRow)), rows_(std::move(rows)), closed_(std::move(closed)) {
  end();
  copy_label("Gatehouse menu");
  color(color::surface());
  int width = px(kLeast);
  for (const TrayRow& row : rows_) {
    const int hint = row.hint.empty() ? 0 : text_width(row.hint, hint_style()) + px(kBetween);
    width = std::max(width, text_width(row.text, style_of(row)) + hint + 2 * px(kInset));
  }
  width = std::min(width, px(kMost));
  int y = px(kGap);
  for (const TrayRow& row : rows_) {
    if (row.line_above) y += 2 * px(kGap);
    places_.push_back({{0, y, width, px(kRow)}, style_of(row)});
    y += px(kRow);
  }
  size(width, y + px(kGap));
}

TrayMenu::~TrayMenu() {
  if (Fl::grab() == this) Fl::grab(nullptr);
}

void TrayMenu::open_at(int x, int y) {
  int left = 0, top = 0, w_all = 0, h_all = 0;
  Fl::screen_xywh(left, top, w_all, h_all, x, y);
  // Away from the edge at which the panel is.
  const bool upwards = y > top + h_all / 2;
  position(std::clamp(x - w() / 2, left, left + std::max(w_all - w(), 0)),
           std::clamp(upwards ? y - h() - px(kGap) : y + px(kGap), top, top + std::max(h_all - h(), 0)));
  border(0);
  set_override();
  show();
  introduce(*this);
  keep_in_front(*this);
  Fl::grab(this);
}

int TrayMenu::row_below(int y) const {
  for (std::size_t at = 0; at < places_.size(); ++at) {
    const Box& box = places_[at].box;
    if (y >= box.y && y < box.y + box.h) return rows_[at].chosen ? static_cast<int>(at) : -1;
  }
  return -1;
}

void TrayMenu::step(int by) {
  const int count = static_cast<int>(rows_.size());
  int row = lit_ < 0 && by < 0 ? 0 : lit_;
  for (int tries = 0; tries < count; ++tries) {
    row = (row + by + count) % count;
    if (rows_[static_cast<std::size_t>(row)].chosen) return light(row);
  }
}

void TrayMenu::light(int row) {
  if (row == lit_) return;
  lit_ = row;
  redraw();
}

void TrayMenu::close() {
  if (std::exchange(over_, true)) return;
  if (Fl::grab() == this) Fl::grab(nullptr);
  hide();
  closed_();
}

void TrayMenu::choose(int row) {
  if (row < 0 || over_) return;
  close();
  rows_[static_cast<std::size_t>(row)].chosen();
}

int TrayMenu::handle(int event) {
  const bool inside = Fl::event_x() >= 0 && Fl::event_x() < w() && Fl::event_y() >= 0 && Fl::event_y() < h();
  switch (event) {
    case FL_PUSH:
      if (!inside) close();
      return 1;
    case FL_MOVE:
    case FL_DRAG:
      light(inside ? row_below(Fl::event_y()) : -1);
      return 1;
    case FL_RELEASE:
      if (inside) choose(row_below(Fl::event_y()));
      return 1;
    case FL_KEYBOARD:
    case FL_SHORTCUT:
      switch (Fl::event_key()) {
        case FL_Escape:
          close();
          break;
        case FL_Down:
        case FL_Tab:
          step(1);
          break;
        case FL_Up:
          step(-1);
          break;
        case FL_Enter:
        case FL_KP_Enter:
        case ' ':
          choose(lit_);
          break;
        default:
          break;
      }
      return 1;
    default:
      return Fl_Double_Window::handle(event);
  }
}

void TrayMenu::draw() {
  fl_color(color());
  fl_rectf(0, 0, w(), h());
  const int inset = px(kInset);
  for (std::size_t at = 0; at < rows_.size(); ++at) {
    const TrayRow& row = rows_[at];
    const auto& [box, style] = places_[at];
    if (row.line_above) {
      fl_color(color::line());
      fl_rectf(inset, box.y - px(kGap), w() - 2 * inset, 1);
    }
    if (static_cast<int>(at) == lit_)
      fill_round({px(kGap), box.y, w() - 2 * px(kGap), box.h}, px(6), color::raised(), color());
    const int hint = row.hint.empty() ? 0 : text_width(row.hint, hint_style());
    const int room = w() - 2 * inset - (hint > 0 ? hint + px(kBetween) : 0);
    draw_line(row.text, style, inset, box.y + (box.h - line_height(style)) / 2, room);
    if (hint > 0)
      draw_line(row.hint, hint_style(), w() - inset - hint, box.y + (box.h - line_height(hint_style())) / 2,
                hint);
  }
  fl_color(color::line());
  fl_rect(0, 0, w(), h());
}

}  // namespace gatehouse::window
