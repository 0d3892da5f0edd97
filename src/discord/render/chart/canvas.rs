//! The picture: pixels, shapes with smooth edges, and text.

use std::convert::Infallible;

use ab_glyph::ScaleFont;
use ab_glyph_rasterizer::{Point, Rasterizer, point};
use plotters::prelude::RGBColor;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

use super::text;

/// The width of the picture.
pub(super) const WIDTH: u32 = 800;
/// Its height.
pub(super) const HEIGHT: u32 = 480;
/// Plotters counts in whole numbers; so many of them make a pixel, so that a line's slope shows.
pub(super) const FINE: i32 = 8;

/// Three bytes for every pixel, row by row.
pub(super) struct Canvas {
    pixels: Vec<u8>,
    raster: Rasterizer,
}

impl Canvas {
    /// A picture of one colour.
    pub(super) fn new(colour: RGBColor) -> Self {
        let RGBColor(red, green, blue) = colour;
        let pixels = [red, green, blue].repeat((WIDTH * HEIGHT) as usize);
        Canvas { pixels, raster: Rasterizer::new(1, 1) }
    }

    /// Writes one line, already in visual order; `x` is its left edge and `baseline` what the letters stand on.
    pub(super) fn write(&mut self, text: &str, em: f32, x: f32, baseline: f32, colour: RGBColor) {
        let Some(font) = text::font(em) else { return };
        let mut pen = x;
        for char in text.chars() {
            let id = font.glyph_id(char);
            let glyph = id.with_scale_and_position(font.scale(), ab_glyph::point(pen, baseline));
            pen += font.h_advance(id);
            let Some(outline) = font.outline_glyph(glyph) else { continue };
            let (left, top) = (outline.px_bounds().min.x as i32, outline.px_bounds().min.y as i32);
            outline.draw(|x, y, coverage| self.blend(left + x as i32, top + y as i32, colour, coverage));
        }
    }

    /// Draws a dot.
    pub(super) fn disc(&mut self, (x, y): (f32, f32), radius: f32, colour: RGBColor) {
        let centre = point(x, y);
        self.fill(&[centre], radius + 1.0, opaque(colour), |pen| pen.disc(centre, radius, 32));
    }

    /// Draws an upright bar from its left edge on, as high as it says on both sides of the middle together.
    pub(super) fn bar(&mut self, (x, middle): (f32, f32), width: f32, height: f32, colour: RGBColor) {
        let (top, bottom) = (middle - height / 2.0, middle + height / 2.0);
        let corners = [point(x, top), point(x + width, top), point(x + width, bottom), point(x, bottom)];
        self.fill(&corners, 1.0, opaque(colour), |pen| pen.polygon(&corners));
    }

    /// The picture as a PNG.
    pub(super) fn png(&self) -> Option<Vec<u8>> {
        let mut bytes = Vec::with_capacity(32 * 1024);
        let mut encoder = png::Encoder::new(&mut bytes, WIDTH, HEIGHT);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::Fast);
        encoder.write_header().ok()?.write_image_data(&self.pixels).ok()?;
        Some(bytes)
    }

    fn blend(&mut self, x: i32, y: i32, RGBColor(red, green, blue): RGBColor, coverage: f32) {
        let (Ok(column), Ok(row)) = (usize::try_from(x), usize::try_from(y)) else { return };
        if column >= WIDTH as usize {
            return;
        }
        let start = (row * WIDTH as usize + column) * 3;
        let Some(pixel) = self.pixels.get_mut(start..start + 3) else { return };
        // In 256ths and whole numbers: this runs for every pixel of the area.
        let share = (coverage.clamp(0.0, 1.0) * 256.0) as i32;
        for (under, over) in pixel.iter_mut().zip([red, green, blue]) {
            let mixed = i32::from(*under) + (((i32::from(over) - i32::from(*under)) * share) >> 8);
            *under = mixed as u8;
        }
    }

    /// Fills shapes that lie inside these bounds; `outline` hands over their edges.
    fn fill(&mut self, points: &[Point], reach: f32, colour: BackendColor, outline: impl Fn(&mut Pen<'_>)) {
        let limits = (WIDTH as f32, HEIGHT as f32);
        let (mut low, mut high) = (point(limits.0, limits.1), point(0.0, 0.0));
        for point in points {
            (low.x, low.y) = (low.x.min(point.x), low.y.min(point.y));
            (high.x, high.y) = (high.x.max(point.x), high.y.max(point.y));
        }
        let edge = |value: f32, limit: f32| value.clamp(0.0, limit);
        let (left, top) = (edge(low.x - reach, limits.0).floor(), edge(low.y - reach, limits.1).floor());
        let (right, bottom) = (edge(high.x + reach, limits.0).ceil(), edge(high.y + reach, limits.1).ceil());
        if right <= left || bottom <= top {
            return;
        }
        let mut raster = std::mem::replace(&mut self.raster, Rasterizer::new(1, 1));
        // The rasteriser writes one cell beyond the last it fills, which must not be in the next row.
        raster.reset((right - left) as usize + 2, (bottom - top) as usize + 1);
        let room = point(right - left, bottom - top);
        outline(&mut Pen { raster: &mut raster, origin: point(left, top), room });
        let (red, green, blue) = colour.rgb;
        raster.for_each_pixel_2d(|x, y, coverage| {
            let coverage = coverage.min(1.0) * colour.alpha as f32;
            if coverage > 1.0 / 512.0 {
                self.blend(
                    left as i32 + x as i32,
                    top as i32 + y as i32,
                    RGBColor(red, green, blue),
                    coverage,
                );
            }
        });
        self.raster = raster;
    }
}

fn opaque(RGBColor(red, green, blue): RGBColor) -> BackendColor {
    BackendColor { alpha: 1.0, rgb: (red, green, blue) }
}

/// Hands edges to the rasteriser, all turning the same way, so that overlaps add up and never cancel.
struct Pen<'a> {
    raster: &'a mut Rasterizer,
    origin: Point,
    room: Point,
}

impl Pen<'_> {
    fn polygon(&mut self, corners: &[Point]) {
        let clamped = |corner: Point| {
            point(
                (corner.x - self.origin.x).clamp(0.0, self.room.x),
                (corner.y - self.origin.y).clamp(0.0, self.room.y),
            )
        };
        let next = corners.iter().cycle().skip(1);
        let area: f32 = corners.iter().zip(next).map(|(a, b)| a.x * b.y - b.x * a.y).sum();
        let next = corners.iter().cycle().skip(1);
        for (from, to) in corners.iter().zip(next) {
            let (from, to) = if area < 0.0 { (*to, *from) } else { (*from, *to) };
            self.raster.draw_line(clamped(from), clamped(to));
        }
    }

    fn disc(&mut self, centre: Point, radius: f32, corners: u16) {
        let corner = |n: u16| {
            let angle = f32::from(n) / f32::from(corners) * std::f32::consts::TAU;
            point(centre.x + radius * angle.cos(), centre.y + radius * angle.sin())
        };
        self.polygon(&(0..corners).map(corner).collect::<Vec<_>>());
    }
}

/// The picture as plotters draws on it.
pub(super) struct Brush<'a>(pub(super) &'a mut Canvas);

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

fn at((x, y): BackendCoord) -> Point {
    point(x as f32 / FINE as f32, y as f32 / FINE as f32)
}

impl DrawingBackend for Brush<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (WIDTH * FINE as u32, HEIGHT * FINE as u32)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, place: BackendCoord, colour: BackendColor) -> Drawn {
        let corner = |x: i32, y: i32| (place.0 + x, place.1 + y);
        self.fill_polygon([corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)], &colour)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let mut points: Vec<Point> = path.into_iter().map(at).collect();
        points.dedup();
        let half = style.stroke_width() as f32 / FINE as f32 / 2.0;
        self.0.fill(&points, half + 1.0, style.color(), |pen| {
            let mut before: Option<Point> = None;
            for pair in points.windows(2) {
                let (from, to) = (pair[0], pair[1]);
                let way = point(to.x - from.x, to.y - from.y);
                let length = way.x.hypot(way.y);
                let along = point(way.x / length, way.y / length);
                let side = point(-along.y * half, along.x * half);
                pen.polygon(&[
                    point(from.x + side.x, from.y + side.y),
                    point(to.x + side.x, to.y + side.y),
                    point(to.x - side.x, to.y - side.y),
                    point(from.x - side.x, from.y - side.y),
                ]);
                // A hardly bent joint shows no notch that a disc would have to fill.
                if before.is_some_and(|before| before.x * along.x + before.y * along.y < 0.98) {
                    pen.disc(from, half, 12);
                }
                before = Some(along);
            }
        });
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        let corners: Vec<Point> = corners.into_iter().map(at).collect();
        self.0.fill(&corners, 1.0, style.color(), |pen| pen.polygon(&corners));
        Ok(())
    }

    /// Plotters would place text by a font of its own; [`Canvas::write`] does it with ours.
    fn draw_text<T: BackendTextStyle>(&mut self, _text: &str, _style: &T, _place: BackendCoord) -> Drawn {
        Ok(())
    }
}
