/**
 * Constants of the sine that AssemblyScript and TypeScript both read. Pi / 2 is split into parts of so few bits that
 * their products with a whole number of quarter turns are exact. The polynomials are Taylor's, in z = r^2, lowest
 * power first: sin r = r + r z P(z), cos r = 1 + z Q(z); the first term left out is below half an ulp at pi / 4.
 */
export const TWO_OVER_PI_64 = 0.6366197723675814;
export const TWO_OVER_PI_32 = 0.6366197466850281;
export const PI_HALF_HIGH_64 = 1.5707963267341256;
export const PI_HALF_MIDDLE_64 = 6.077100506303966e-11;
export const PI_HALF_LOW_64 = 2.0222662487959506e-21;
export const PI_HALF_HIGH_32 = 1.5703125;
export const PI_HALF_MIDDLE_32 = 0.0004837512969970703;
export const PI_HALF_LOW_32 = 7.549790126404332e-8;
/** The largest |x| in f64 and f32. */
export const SINE_LIMIT_64 = 1000000.0;
export const SINE_LIMIT_32 = 10000.0;
export const SINE64_0 = -0.16666666666666666;
export const SINE64_1 = 0.008333333333333333;
export const SINE64_2 = -0.0001984126984126984;
export const SINE64_3 = 2.7557319223985893e-6;
export const SINE64_4 = -2.505210838544172e-8;
export const SINE64_5 = 1.6059043836821613e-10;
export const SINE64_6 = -7.647163731819816e-13;
export const COSINE64_0 = -0.5;
export const COSINE64_1 = 0.041666666666666664;
export const COSINE64_2 = -0.001388888888888889;
export const COSINE64_3 = 2.48015873015873e-5;
export const COSINE64_4 = -2.755731922398589e-7;
export const COSINE64_5 = 2.08767569878681e-9;
export const COSINE64_6 = -1.1470745597729725e-11;
export const COSINE64_7 = 4.779477332387385e-14;
export const SINE32_0 = -0.1666666716337204;
export const SINE32_1 = 0.008333333767950535;
export const SINE32_2 = -0.00019841270113829523;
export const SINE32_3 = 2.7557318844628753e-6;
export const COSINE32_0 = -0.5;
export const COSINE32_1 = 0.0416666679084301;
export const COSINE32_2 = -0.0013888889225199819;
export const COSINE32_3 = 2.4801587642286904e-5;
export const COSINE32_4 = -2.755731998149713e-7;
